"""What forms look like, whole; one of each kind."""

from django import forms

from digibank.ui.fields import DayField
from digibank.ui.rendering import FormRenderer
from digibank.ui.widgets import Shelves

OCTAGON = (
    '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">'
    '<path d="M8.2 3h7.6L21 8.2v7.6L15.8 21H8.2L3 15.8V8.2zM12 7.5v5M12 16.3h.01"/></svg>'
)
PERSON = (
    '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">'
    '<path d="M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c0-4 3.5-6 7.5-6s7.5 2 7.5 6"/></svg>'
)


class Words(forms.Form):
    default_renderer = FormRenderer
    name = forms.CharField(label="Name", help_text="As on the card.")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


class Kinds(forms.Form):
    default_renderer = FormRenderer
    on = DayField(label="Day", required=False)
    town = forms.ChoiceField(label="Town", choices=[("w", "Wilgerdonk")])
    whom = forms.ChoiceField(
        label="For whom?",
        choices=[("me", "For me"), ("child", "For my child")],
        widget=Shelves(icons={"me": "person"}, hints={"child": "At school."}),
    )
    tasks = forms.MultipleChoiceField(
        label="Tasks", choices=[("a", "Cleaning")], widget=forms.CheckboxSelectMultiple, required=False
    )
    agreed = forms.BooleanField(label="Agreed", required=False)
    photo = forms.FileField(label="Photo", required=False)
    remark = forms.CharField(label="Remark", widget=forms.Textarea, required=False)


def test_a_field_has_its_label_above_and_its_hint_below():
    assert Words()["name"].as_field_group() == (
        '<div class="field">\n'
        '<label for="id_name">Name</label>\n'
        '<p class="hint" id="id_name_helptext">As on the card.</p>\n'
        '<input type="text" name="name" required aria-describedby="id_name_helptext" id="id_name">\n'
        "</div>"
    )


def test_a_refused_field_says_why_beside_it():
    assert Words({"name": ""})["name"].as_field_group() == (
        '<div class="field">\n'
        '<label for="id_name">Name</label>\n'
        '<p class="hint" id="id_name_helptext">As on the card.</p>\n'
        f'<p class="field-error" id="id_name_error">{OCTAGON}<span><span class="unseen">Error: </span>'
        "This field is required.</span></p>\n"
        '<input type="text" name="name" required aria-invalid="true"'
        ' aria-describedby="id_name_helptext id_name_error" id="id_name">\n'
        "</div>"
    )


def test_a_day_uses_the_calendar_of_the_browser_and_says_that_it_may_stay_empty():
    assert Kinds()["on"].as_field_group() == (
        '<div class="field">\n'
        '<label for="id_on">Day <span class="optional">(not required)</span></label>\n'
        '<input type="date" name="on" id="id_on">\n'
        "</div>"
    )


def test_a_list_to_choose_from():
    assert Kinds()["town"].as_field_group() == (
        '<div class="field">\n'
        '<label for="id_town">Town</label>\n'
        '<select name="town" id="id_town">\n  <option value="w">Wilgerdonk</option>\n\n</select>\n'
        "</div>"
    )


def test_answers_are_shelves_with_drawing_and_hint():
    assert Kinds()["whom"].as_field_group() == (
        '<fieldset class="field">\n'
        "<legend>For whom?</legend>\n"
        '<ul class="shelves">\n'
        '<li class="shelf"><input type="radio" name="whom" value="me" id="id_whom_0" required>'
        f'<label for="id_whom_0"><i class="ring"></i><span>For me</span>{PERSON}</label></li>\n'
        '<li class="shelf"><input type="radio" name="whom" value="child" id="id_whom_1" required>'
        '<label for="id_whom_1"><i class="ring"></i><span>For my child <small>At school.</small></span></label></li>\n'
        "</ul>\n"
        "</fieldset>"
    )


def test_refused_answers_are_described_by_their_error():
    assert (
        Kinds({"town": "w"})["whom"]
        .as_field_group()
        .startswith(
            '<fieldset class="field" aria-describedby="id_whom_error">\n'
            "<legend>For whom?</legend>\n"
            f'<p class="field-error" id="id_whom_error">{OCTAGON}<span><span class="unseen">Error: </span>'
            "This field is required.</span></p>\n"
            '<ul class="shelves">\n'
            '<li class="shelf"><input type="radio" name="whom" value="me" id="id_whom_0" required aria-invalid="true">'
        )
    )


def test_several_answers_are_shelves_too():
    assert Kinds()["tasks"].as_field_group() == (
        '<fieldset class="field">\n'
        '<legend>Tasks <span class="optional">(not required)</span></legend>\n'
        '<ul class="shelves">\n'
        '<li class="shelf"><input type="checkbox" name="tasks" value="a" id="id_tasks_0">'
        '<label for="id_tasks_0"><i class="ring"></i><span>Cleaning</span></label></li>\n'
        "</ul>\n"
        "</fieldset>"
    )


def test_one_box_stands_by_itself():
    assert Kinds()["agreed"].as_field_group() == (
        '<div class="field tick">\n'
        '<div class="shelf"><input type="checkbox" name="agreed" id="id_agreed">'
        '<label for="id_agreed"><i class="ring"></i><span>Agreed</span></label></div>\n'
        "</div>"
    )


def test_a_file_has_a_place_for_its_name_and_size():
    assert Kinds()["photo"].as_field_group() == (
        '<div class="field">\n'
        '<label for="id_photo">Photo <span class="optional">(not required)</span></label>\n'
        '<div class="upload"><input type="file" name="photo" id="id_photo">'
        '<p class="upload-chosen hint" data-chosen aria-live="polite"></p></div>\n'
        "</div>"
    )


def test_long_words_get_room():
    assert Kinds()["remark"].as_field_group() == (
        '<div class="field">\n'
        '<label for="id_remark">Remark <span class="optional">(not required)</span></label>\n'
        '<textarea name="remark" cols="40" rows="10" id="id_remark">\n</textarea>\n'
        "</div>"
    )


def test_a_whole_form_begins_with_what_was_refused_and_carries_its_hidden_fields():
    form = Words({"name": "", "secret": "abc"})

    assert str(form) == (
        f'<div class="refusal" role="alert" tabindex="-1" autofocus>{OCTAGON}<div>\n'
        "<p><b>Look at this again:</b></p>\n"
        '<ul><li><a href="#id_name">This field is required.</a></li>\n'
        "</ul>\n"
        "</div></div>\n"
        '<input type="hidden" name="secret" value="abc"><div class="fields">\n'
        f"{form['name'].as_field_group()}\n"
        "</div>"
    )


def test_the_summary_leads_to_each_field_and_names_it(render):
    form = Kinds({"on": "x", "town": "w"})
    form.add_error(None, "On Friday this place is closed. Choose another day.")

    assert render("{% form_errors form %}", form=form) == (
        f'<div class="refusal" role="alert" tabindex="-1" autofocus>{OCTAGON}<div>\n'
        "<p><b>On Friday this place is closed. Choose another day.</b></p>\n"
        "<p><b>Look at this again:</b></p>\n"
        '<ul><li><a href="#id_on">Day: Enter a valid date.</a></li>\n'
        '<li><a href="#id_whom_0">For whom: This field is required.</a></li>\n'
        "</ul>\n"
        "</div></div>"
    )


def test_what_is_wrong_with_a_field_that_nobody_sees_is_said_above(render):
    form = Words({"name": "Noor"})
    form.add_error("secret", "Open the page again.")

    assert "<p><b>Open the page again.</b></p>" in render("{% form_errors form %}", form=form)


def test_without_errors_there_is_no_summary(render):
    assert render("{% form_errors form %}", form=Words({"name": "Noor"})) == ""


def test_a_page_may_show_some_fields_side_by_side(render):
    form = Kinds()
    shown = render('{% form_fields form "on" "town" layout="two" %}', form=form)

    assert shown == (
        f'<div class="fields two">\n{form["on"].as_field_group()}\n{form["town"].as_field_group()}\n</div>'
    )


def test_the_one_question_of_a_resident_is_the_heading(render):
    drawn = render('{% include "ui/resident/question.html" with field=form.whom only %}', form=Kinds())

    assert drawn == (
        "<fieldset>\n"
        "<legend><h1>For whom?</h1></legend>\n"
        '<ul class="bench">\n'
        '<li class="shelf"><input type="radio" name="whom" value="me" id="id_whom_0" required>'
        f'<label for="id_whom_0"><i class="ring"></i><span>For me</span>{PERSON}</label></li>\n'
        '<li class="shelf"><input type="radio" name="whom" value="child" id="id_whom_1" required>'
        '<label for="id_whom_1"><i class="ring"></i><span>For my child <small>At school.</small></span></label></li>\n'
        "</ul>\n"
        "</fieldset>"
    )
