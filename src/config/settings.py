"""All settings in one file. Each variable says what it is for; docs/reference/settings.md is made from this list."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from config.logs import configure as configure_logs
from digibank.ui.styles import resident_source

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Variable:
    """One environment variable: its name, what it is when not set, and what it is for."""

    name: str
    default: str
    purpose: str


VARIABLES: list[Variable] = []


def env_text(name: str, default: str, purpose: str) -> str:
    """The variable as text."""
    VARIABLES.append(Variable(name, default, purpose))
    return os.environ.get(name, default)


def env_flag(name: str, default: bool, purpose: str) -> bool:
    """The variable as yes or no: 1 or 0."""
    value = env_text(name, "1" if default else "0", purpose)
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} is {value!r}; write 1 for yes or 0 for no.")
    return value == "1"


def env_number(name: str, default: int, purpose: str) -> int:
    """The variable as a whole number."""
    value = env_text(name, str(default), purpose)
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}; write a whole number such as {default}.")
    return int(value)


def env_list(name: str, default: str, purpose: str) -> list[str]:
    """The variable as words between commas."""
    return [word.strip() for word in env_text(name, default, purpose).split(",") if word.strip()]


# Where things are kept
VAR = Path(env_text("DIGIBANK_VAR", str(ROOT / "var"), "Folder for the SQLite database and stored documents."))
VAR.mkdir(parents=True, exist_ok=True)
DATABASE_URL = env_text(
    "DATABASE_URL", f"sqlite:///{VAR / 'digibank.sqlite3'}", "Database: sqlite:///… or postgresql://…."
)
REPLICA_URL = env_text(
    "DIGIBANK_REPLICA_URL", "", "A PostgreSQL that follows the database; figures on the morning board come from there."
)
if REPLICA_URL and not DATABASE_URL.startswith("postgres"):
    raise ImproperlyConfigured("DIGIBANK_REPLICA_URL is set, but the database is no PostgreSQL. Take it away.")
DOCUMENTS = Path(env_text("DIGIBANK_DOCUMENTS", str(VAR / "documents"), "Folder for stored documents."))
S3_BUCKET = env_text(
    "DIGIBANK_S3_BUCKET", "", "Bucket for stored documents in a store that speaks S3; empty keeps them in the folder."
)
S3_URL = env_text("DIGIBANK_S3_URL", "", "Address of that store, such as https://store.example; empty means Amazon.")
S3_REGION = env_text("DIGIBANK_S3_REGION", "us-east-1", "Region of that store; many ask none and take this one.")
S3_KEY = env_text("DIGIBANK_S3_KEY", "", "Name of the access key of that store.")
S3_SECRET = env_text("DIGIBANK_S3_SECRET", "", "Secret that goes with that key.")
if S3_BUCKET and not (S3_KEY and S3_SECRET):
    raise ImproperlyConfigured("Set DIGIBANK_S3_KEY and DIGIBANK_S3_SECRET as well: the bucket asks who we are.")
# Named, not imported: the library for S3 takes a third of a second and tens of megabytes.
DOCUMENT_STORE = "digibank.files.s3.bucket" if S3_BUCKET else "digibank.files.storage.disk"

# Who may come in, and how it is kept safe
DEBUG = env_flag("DIGIBANK_DEBUG", False, "1 shows errors in the browser. Never on a machine that others can reach.")
SECRET_KEY = env_text(
    "DIGIBANK_SECRET_KEY", "", "Long random text that signs sessions; obligatory unless on this machine only."
)
ALLOWED_HOSTS = env_list(
    "DIGIBANK_HOSTS", "localhost,127.0.0.1,[::1]", "Names under which the site is reached, between commas."
)
HTTPS = env_flag("DIGIBANK_HTTPS", False, "1 when people reach the site by https: cookies and links then insist on it.")
_THIS_MACHINE = {"localhost", "127.0.0.1", "[::1]", "testserver"}
if not SECRET_KEY:
    if set(ALLOWED_HOSTS) - _THIS_MACHINE:
        raise ImproperlyConfigured("Set DIGIBANK_SECRET_KEY to a long random text before others can reach this site.")
    SECRET_KEY = "only-for-this-machine-" + "0" * 40
SECOND_FACTOR = env_flag(
    "DIGIBANK_SECOND_FACTOR", True, "0 lets every role work with a password alone; on this machine only, for a demo."
)
if not SECOND_FACTOR and set(ALLOWED_HOSTS) - _THIS_MACHINE:
    raise ImproperlyConfigured(
        "DIGIBANK_SECOND_FACTOR is 0, but others can reach this site by DIGIBANK_HOSTS. Take the 0 away."
    )
ALLAUTH_TRUSTED_PROXY_COUNT = env_number(
    "DIGIBANK_PROXIES", int(HTTPS), "Proxies of yours before the site; the address of a visitor is read past them."
)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

# A log-in outside, such as that of the Flemish government; it comes in only where a colleague connected it before
OIDC_NAME = env_text("DIGIBANK_OIDC_NAME", "", "What the button for the log-in outside says; empty: no button.")
OIDC_URL = env_text("DIGIBANK_OIDC_URL", "", "Issuer of that log-in (OpenID Connect).")
OIDC_CLIENT = env_text("DIGIBANK_OIDC_CLIENT", "", "The client id it gave this site.")
OIDC_SECRET = env_text("DIGIBANK_OIDC_SECRET", "", "The client secret that goes with it.")
OIDC_SECOND_FACTOR = env_list(
    "DIGIBANK_OIDC_SECOND_FACTOR", "", "Values of acr or amr that count as a second factor, between commas."
)
if OIDC_NAME and not (OIDC_URL and OIDC_CLIENT and OIDC_SECRET):
    raise ImproperlyConfigured("DIGIBANK_OIDC_NAME is set. Set DIGIBANK_OIDC_URL, _CLIENT and _SECRET as well.")

# Messages
SENDER = env_text("DIGIBANK_SENDER", "digibank@localhost", "Address that e-mails come from.")
MAIL_HOST = env_text(
    "DIGIBANK_MAIL_HOST", "", "Mail server; without one each e-mail is a file in mail/ under DIGIBANK_VAR."
)
MAIL_PORT = env_number("DIGIBANK_MAIL_PORT", 587, "Port of the mail server: 587 with STARTTLS, 465 with TLS.")
MAIL_USER = env_text("DIGIBANK_MAIL_USER", "", "Name to log in with at the mail server; empty when it asks none.")
MAIL_PASSWORD = env_text("DIGIBANK_MAIL_PASSWORD", "", "Password that goes with that name.")
MAIL_TLS = env_text("DIGIBANK_MAIL_TLS", "starttls", "How the way there is kept secret: starttls, tls or none.")
if MAIL_TLS not in ("starttls", "tls", "none"):
    raise ImproperlyConfigured(f"DIGIBANK_MAIL_TLS is {MAIL_TLS!r}; write starttls, tls or none.")
MAILERS: dict[str, dict[str, object]] = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": MAIL_HOST,
            "port": MAIL_PORT,
            "username": MAIL_USER,
            "password": MAIL_PASSWORD,
            "use_tls": MAIL_TLS == "starttls",
            "use_ssl": MAIL_TLS == "tls",
            "timeout": 20,
        },
    }
    if MAIL_HOST
    else {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": VAR / "mail"}}
}
SMS = env_text("DIGIBANK_SMS", "files", "Who sends text messages; so far only files, which writes them to a folder.")
SMS_FOLDER = Path(
    env_text("DIGIBANK_SMS_FOLDER", str(VAR / "sms"), "Folder for text messages when DIGIBANK_SMS is files.")
)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "digibank.audit",
    "digibank.ui",
    "digibank.files",
    "digibank.work",
    "digibank.sheets",
    "digibank.organisations",
    "digibank.accounts",
    "digibank.badges",
    "digibank.people",
    "digibank.comms",
    "digibank.inventory",
    "digibank.workforce",
    "digibank.agenda",
    "digibank.logistics",
    "digibank.donations",
    "digibank.refurbishment",
    "digibank.support",
    "digibank.lending",
    "digibank.spreading",
    "digibank.helpdesk",
    "digibank.website",
    "digibank.desk",
    "digibank.operation",
    "digibank.demo",
]

MIDDLEWARE = [
    "digibank.operation.requests.watch",  # Before all: it counts and names what the others answer as well.
    "digibank.ui.headers.add_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # Before packing: what is static was packed when it was collected.
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "digibank.ui.bodies.refuse_big_bodies",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "digibank.accounts.factors.limit_to_factor",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "digibank.badges.middleware.CounterMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

FORM_RENDERER = "digibank.ui.rendering.FormRenderer"
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.menu.menu",
                "digibank.badges.context.counter",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "digibank.ui.templatetags.ui"],
        },
    }
]


def _database(url: str) -> dict[str, object]:
    """The connection for this URL, with what each vendor needs to be correct under many writers."""
    database: dict[str, object] = dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    database["ATOMIC_REQUESTS"] = False
    database["TEST"] = {
        "NAME": str(VAR / "test.sqlite3") if database["ENGINE"] == "django.db.backends.sqlite3" else "test_digibank"
    }
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["CONN_MAX_AGE"] = None
        # IMMEDIATE: a transaction takes the write lock when it begins, so what it read is still true when it writes.
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 60,  # Seconds that a writer waits in line: long, for SQLite lets no one go first.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=268435456;"
            " PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;",
        }
    return database


def _replica(url: str) -> dict[str, object]:
    """A connection that gives up soon, for there is another way, and that never writes."""
    database = _database(url)
    told = cast(dict[str, str], database.get("OPTIONS", {}))  # How the way there is kept secret stands in the URL.
    ours = f"{told.get('options', '')} -c default_transaction_read_only=on -c statement_timeout=5000".lstrip()
    return database | {"OPTIONS": {"connect_timeout": 2} | told | {"options": ours}, "TEST": {"MIRROR": "default"}}


DATABASES = {"default": _database(DATABASE_URL)}
if REPLICA_URL:
    DATABASES["reports"] = _replica(REPLICA_URL)
    DATABASE_ROUTERS = ["digibank.reports.Router"]
# What all processes and machines must know together, such as how often a name was tried. No page is kept in it.
CACHES = {
    "default": {
        "BACKEND": "digibank.accounts.shared.SharedCache",  # Rows of accounts.models.Kept.
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:log_in"
LOGIN_REDIRECT_URL = "desk:home"
DONOR_PAGE = "website:gift"  # The public page behind the link that donations makes.
# The page on which who waits sees the own place; the square on the printed card leads there.
WAIT_PAGE = "website:wait"
# The page on which somebody finds an appointment again; the printed card of an appointment names it.
FIND_APPOINTMENT_PAGE = "website:find_appointment"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# What allauth does for us, and what it must leave: nobody signs up, and no e-mail is needed.
ACCOUNT_ADAPTER = "digibank.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False  # We count ourselves, in digibank.accounts.tries.
MFA_ADAPTER = "digibank.accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Digibank"
MFA_TOTP_TOLERANCE = 1  # Half a minute early or late: clocks of telephones differ.
MFA_ALLOW_UNVERIFIED_EMAIL = True
SOCIALACCOUNT_ADAPTER = "digibank.accounts.adapters.OutsideAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # A form that leads outside is refused by form-action in our own CSP.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "outside",
                "name": OIDC_NAME,
                "client_id": OIDC_CLIENT,
                "secret": OIDC_SECRET,
                "settings": {"server_url": OIDC_URL},
            }
        ]
        if OIDC_NAME
        else [],
    }
}

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands")]
LOCALE_PATHS = [ROOT / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Brussels"
FORMAT_MODULE_PATH = "config.formats"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.statics.PackedStatics"},
}

# What is typed, and bodies of requests that are not files. Uploaded files have their own limit in files.uploads.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# Words for whoever acted go when the session goes: in a cookie, the next one at a shared computer would read them.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
COUNTER_IDLE_MINUTES = env_number(
    "DIGIBANK_COUNTER_IDLE_MINUTES", 3, "Minutes without a key after which a shared computer locks itself."
)

SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# A browser takes a cookie of this name only from this very site over https, never from a neighbour in its domain.
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
COUNTER_COOKIE_NAME = "__Host-counter" if HTTPS else "counter"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^toestand/"]  # A monitor on this machine speaks plain http.
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF, resident_source()],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

LOG = env_text("DIGIBANK_LOG", "stderr", "Where log lines go: stderr or stdout; serve and work choose stdout.")
if LOG not in ("stderr", "stdout"):
    raise ImproperlyConfigured(f"DIGIBANK_LOG is {LOG!r}; write stderr or stdout.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "config.logs.Discreet", "people": getattr(sys, LOG).isatty()}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet", "stream": f"ext://sys.{LOG}"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "digibank.requests": {"level": "INFO"},
        "digibank.work.worker": {"level": "INFO"},
        # Django's own handlers would write past ours.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        # A page that was not found or not allowed stands in the line of its request already.
        "django.request": {"level": "ERROR"},
    },
}
configure_logs()

# What monitoring may see
METRICS_TOKEN = env_text(
    "DIGIBANK_METRICS_TOKEN", "", "Long random text with which a monitor reads the figures; empty shows them to nobody."
)
