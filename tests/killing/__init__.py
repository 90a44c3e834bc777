"""Web and worker are killed in the middle of the work; afterwards nothing is half done, lost or done twice."""
