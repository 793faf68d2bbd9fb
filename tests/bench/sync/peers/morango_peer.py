"""Morango as a province (`hub FOLDER`) and a desk (`desk FOLDER GOOD BAD CORPUS MOST`).

Its own process in its own environment. The desk gets its certificate over a good line; then the
corpus is written and said over the bad one, again and again until it is there.
"""

# ruff: noqa: PLC0415 - Morango may be imported once Django is set up

import json
import os
import sys
import time
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

SCOPE = {"id": "root", "profile": "desk", "version": 1, "primary_scope_param_key": "c"}
SCOPE |= {"description": "", "read_filter_template": "", "write_filter_template": ""}
SCOPE |= {"read_write_filter_template": "${c}"}


def begin(folder, who):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["MORANGO_SYSTEM_ID"] = who
    own = ("django.contrib.auth", "django.contrib.contenttypes")
    settings.configure(
        SECRET_KEY="a bench keeps no secrets",
        ALLOWED_HOSTS=["*"],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str(folder / f"{who}.db"),
                "OPTIONS": {"timeout": 60},
            }
        },
        INSTALLED_APPS=[*own, "rest_framework", "morango", "morango_steps"],
        ROOT_URLCONF="morango.urls",
        AUTH_USER_MODEL="morango_steps.User",
        MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
        USE_TZ=True,
    )
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    from morango.models.certificates import ScopeDefinition

    ScopeDefinition.objects.get_or_create(id=SCOPE["id"], defaults=SCOPE)


def hub(folder):
    begin(folder, "hub")
    import waitress
    from morango.models.certificates import Certificate
    from morango_steps.models import User

    root = Certificate.generate_root_certificate("root")
    (Path(folder) / "root").write_text(root.id)
    User(username="adm", is_superuser=True).with_password("pw").save()
    server = waitress.create_server(get_wsgi_application(), host="127.0.0.1", port=0)
    sys.stdout.write(f"{server.effective_port}\n")
    sys.stdout.flush()
    server.run()


def desk(folder, good, bad, corpus, most):
    begin(folder, "desk")
    from morango.sync.controller import MorangoProfileController
    from morango_steps.models import Step

    profile = MorangoProfileController("desk")
    near = profile.create_network_connection(good)
    root = (Path(folder) / "root").read_text()
    theirs = near.get_remote_certificates(root, "root")[0]
    own = near.certificate_signing_request(
        theirs, "root", {"c": root}, userargs="username=adm", password="pw"
    )
    for one in json.loads(Path(corpus).read_text()):
        Step(commune=root, told=json.dumps(one, ensure_ascii=False)).save()
    began, failures, session, done = time.monotonic(), 0, None, False
    while not done and time.monotonic() - began < float(most):
        try:
            say(profile, bad, own, theirs, root, session)
            done = True
        except Exception as error:  # noqa: BLE001  whatever the line did: once more
            session = getattr(error, "session", session)
            failures += 1
            time.sleep(1)
    spent, idle = time.monotonic() - began, None
    if done:
        again = time.monotonic()
        say(profile, bad, own, theirs, root, None)
        idle = (time.monotonic() - again) * 1000
    told = {"done": done, "ms": spent * 1000, "failures": failures, "idle_ms": idle}
    sys.stdout.write(json.dumps(told) + "\n")


def say(profile, url, own, theirs, root, session):
    """One try; a session that was begun goes on."""
    from morango.models.certificates import Filter

    far = profile.create_network_connection(url)
    if session is None:
        client = far.create_sync_session(own, theirs)
    else:
        client = far.resume_sync_session(session, ignore_existing_process=True)
    try:
        push = client.get_push_client()
        push.initialize(Filter(root))
        push.run()
        push.finalize()
    except Exception as error:
        error.session = client.sync_session.id
        raise
    client.close_sync_session()


if __name__ == "__main__":
    {"hub": hub, "desk": desk}[sys.argv[1]](*sys.argv[2:])
