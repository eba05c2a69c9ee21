#!/usr/bin/env python3
"""Carries out the tutorials' commands word for word against the endpoint, each tutorial on an empty table, and compares the answers.

Only what the environment can say is added: the endpoint's address, the region and a key. With `--compare FOLDER` the commands are
compared with the tutorials' texts instead: nothing may be missing and nothing changed but white space, which the texts have lost.
"""
import contextlib
import hashlib
import importlib
import io
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import textwrap

from endpoint import REGION, endpoint, program
from steps import Aws, Code, Like, Names, Ours, Refused, Request, Script, difference

# How many steps of each kind the tutorials have: (Aws, Script, Code, Request, Names).
TUTORIALS = {
    "lexi_table": (19, 0, 0, 0, 0),
    "aws_guide": (2, 1, 20, 0, 1),
    "appointments": (0, 0, 10, 2, 0),
    "skill": (9, 0, 6, 19, 0),
    "cheat_sheet": (79, 3, 0, 0, 0),
    "beyond": (12, 1, 0, 0, 0),
}
# SHA-256 of their commands without white space: a step that is changed is noticed without the texts.
COMMANDS = {
    "lexi_table": "7bfb879536c002d277453dcf30e87ca6e9a1db7dd3a215239f0ce99bb7d8703b",
    "aws_guide": "800361f95f92261bc7ad320286919be947da3edd9a265e1aaf6699cb813e4685",
    "appointments": "2efe7f24410d2945b2254ef7e7b3f79c67a374aaafb69e9e998cb20dce8bfa89",
    "skill": "82f2c959ad2a485b584ef987a8657002e397305d4c6da5060179ebe3763cae98",
    "cheat_sheet": "791a24cb399c8d1af8573eeae51ba1f4e682126a314e8a0feba4bee53e5fdc4f",
    "beyond": "2ad473bf2c919e135eb4a827ba1ad09c40b93280bc3612147f641c464678b95f",
}
# jq with the two filters that the tutorials use, so that the tests need no other program.
JQ = """#!{python}
import json, sys
text = sys.stdin.read()
answer = json.loads(text) if text.strip() else None
if answer is not None and sys.argv[2] == ".Items[].userId.S":
    for item in answer["Items"]: print(item["userId"]["S"])
elif answer is not None and sys.argv[2] == ".LastEvaluatedKey // empty":
    if answer.get("LastEvaluatedKey"): print(json.dumps(answer["LastEvaluatedKey"], indent=2))
"""

# What commands and passages of Python begin with, in a text without white space.
LEFT_OVER = "|".join([
    r"aws(?:dynamodb|dynamodbstreams|cloudwatch|iam)[a-z-]{8}", r"def[a-z_]+\([^)]*\)(?:->[^:]+)?:",
    r"from(?:boto3|botocore|decimal|datetime|collections)[a-z0-9_.]*import", r"import(?:boto3|os|json|time|uuid|decimal|datetime|logging)"])


class Run:
    """One tutorial and the endpoint that it talks to."""

    def __init__(self, module, url, folder):
        import boto3
        from awscli.clidriver import create_clidriver
        from botocore.config import Config

        self.module, self.url, self.folder = module, url, folder
        os.environ.update({
            **{name: url for name in ("AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL_DYNAMODB_STREAMS",
                                      "AWS_ENDPOINT_URL_CLOUDWATCH", "AWS_ENDPOINT_URL_IAM")},
            **getattr(module, "ENVIRONMENT", {})})
        self.driver = create_clidriver()
        boto3.setup_default_session()
        self.names = {
            "client": boto3.client("dynamodb"), "resource": boto3.resource("dynamodb"),
            "unchecked": boto3.client("dynamodb", config=Config(parameter_validation=False))}
        self.tutorial = {}
        for name, text in getattr(module, "FILES", {}).items():
            (folder / name).write_text(text)

    def shell(self, text):
        """A command with the tutorial's placeholders filled in, in one line: `\\` and white space stand for the line's end."""
        text = re.sub(r"\\\s+", " ", text.strip())
        for placeholder, value in {"<REGION>": REGION, "http://localhost:8000": self.url, **self.module.PLACEHOLDERS}.items():
            text = text.replace(placeholder, value)
        return text

    def aws(self, text):
        """Runs the aws CLI in this process, which is quick; its requests go over the network all the same."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                self.driver.main(shlex.split(self.shell(text))[1:])
            except SystemExit:
                pass
        return out.getvalue(), err.getvalue()

    def script(self, text):
        done = subprocess.run(["bash", "-c", self.shell(text)], capture_output=True, text=True, cwd=self.folder)
        return done.stdout, done.stderr

    def carry_out(self, step):
        """What is wrong with the step's outcome; None when it is as expected."""
        if isinstance(step, (Aws, Script)):
            out, err = self.aws(step.text) if isinstance(step, Aws) else self.script(step.text)
            return compare_output(step.expected, out.strip(), err.strip())
        if isinstance(step, Names):
            return self.names_known(step.text)
        if isinstance(step, Request):
            return compare_call(step.expected, lambda: self.request(step))
        if isinstance(step, Ours):
            exec(textwrap.dedent(step.text), self.names)
            return None
        if isinstance(step.expected, Refused):
            return compare_call(step.expected, lambda: exec(step.text, self.tutorial))
        return self.code(step)

    def code(self, step):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(step.text, self.tutorial)
        self.tutorial["printed"] = printed.getvalue()
        for expression, expected in step.expected.items():
            problem = difference(expected, eval(expression, self.tutorial), expression)
            if problem:
                return problem
        return None

    def request(self, step):
        from botocore import xform_name

        # The document client's values are plain ones, as those of boto3's resource are.
        answer = getattr(self.names["resource"].meta.client, xform_name(step.operation))(**step.parameters)
        answer.pop("ResponseMetadata")
        return answer

    def names_known(self, text):
        from botocore.exceptions import ClientError

        for command in re.findall(r"aws dynamodb ([a-z-]+)", text):
            method = command.replace("-", "_")
            client = self.names["unchecked"]
            shape = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[method]).input_shape
            values = {"string": "none", "list": [], "map": {}}
            parameters = {name: values[shape.members[name].type_name] for name in shape.required_members}
            try:
                getattr(client, method)(**parameters)
            except ClientError as error:
                if error.response["Error"]["Code"] not in ("ResourceNotFoundException", "ValidationException"):
                    return f"{command}: {error}"
        return None


def compare_output(expected, out, err):
    if isinstance(expected, Refused):
        return refusal(expected, err, out)
    if err:
        return f"error: {err}"
    if isinstance(expected, (str, Like)):
        return difference(expected, out)
    found = json.loads(out) if out else None
    return difference(expected, found) and f"{difference(expected, found)}\n{json.dumps(found)}"


def compare_call(expected, call):
    try:
        answer = call()
    except Exception as error:
        return refusal(expected, str(error), "") if isinstance(expected, Refused) else f"{type(error).__name__}: {error}"
    if isinstance(expected, Refused):
        return f"nothing was refused: {answer}"
    return difference(expected, answer) and f"{difference(expected, answer)}\n{answer}"


def refusal(expected, message, out):
    # The aws CLI says so of every refusal when it is told not to try again.
    message = message.replace(" (reached max retries: 0)", "")
    if isinstance(expected.message, re.Pattern):
        return None if expected.message.search(message) else f"error: {message!r} {out}"
    return None if expected.message == message else f"error: {message!r} {out}"


def count(module):
    return tuple(sum(isinstance(step, kind) and not getattr(step, "again", False) for step in module.STEPS) for kind in (Aws, Script, Code, Request, Names))


def squeezed(text):
    return re.sub(r"[\s\\]+", "", text)


def commands(module):
    """The passages of the text, in their order."""
    return [squeezed(step.text) for step in module.STEPS if not isinstance(step, (Request, Ours)) and not getattr(step, "again", False)]


def digest(module):
    return hashlib.sha256("\n".join(commands(module)).encode()).hexdigest()


def run_all(only):
    failures = steps = 0
    for name, expected in TUTORIALS.items():
        if only and name not in only:
            continue
        module = importlib.import_module("tutorials_data." + name)
        if count(module) != expected:
            failures += 1
            print(f"FAILED: {name} has {count(module)} steps and not {expected}")
        if digest(module) != COMMANDS[name]:
            failures += 1
            print(f"FAILED: the commands of {name} have the digest {digest(module)}: compare them with the text")
        with tempfile.TemporaryDirectory() as data, endpoint(f"{data}/table.sqlite") as url, tempfile.TemporaryDirectory() as folder:
            run = Run(module, url, pathlib.Path(folder))
            (run.folder / "jq").write_text(JQ.format(python=sys.executable))
            (run.folder / "jq").chmod(0o755)
            os.environ["PATH"] = os.pathsep.join(
                [folder, str(pathlib.Path(sys.executable).parent), os.environ["PATH"]])
            with contextlib.chdir(folder):
                for step in module.STEPS:
                    steps += 1
                    try:
                        problem = run.carry_out(step)
                    except Exception as error:
                        problem = f"{type(error).__name__}: {error}"
                    if problem:
                        failures += 1
                        print(f"FAILED in {name}: {getattr(step, 'text', step)}\n  {problem[:4000]}")
    print(f"{steps} steps, {failures} failed")
    return 1 if failures else 0


def compare(folder):
    """Compares the commands with the tutorials' texts."""
    problems = 0
    for name in TUTORIALS:
        module = importlib.import_module("tutorials_data." + name)
        if module.SOURCE is None:
            continue
        text = squeezed((pathlib.Path(folder) / module.SOURCE).read_text())
        for command in commands(module):
            # Each passage is taken out of the text once.
            if command not in text:
                problems += 1
                print(f"{name}: not in the text: {command}")
            text = text.replace(command, "|", 1)
        for left in re.findall(rf"(?:{LEFT_OVER}).{{0,120}}", text):
            problems += 1
            print(f"{name}: missing: {left}")
    return 1 if problems else 0


def main():
    if sys.argv[1:2] == ["--compare"]:
        return compare(sys.argv[2])
    os.environ.update(
        AWS_ACCESS_KEY_ID="AKIDTEST", AWS_SECRET_ACCESS_KEY="secret", AWS_DEFAULT_REGION=REGION, AWS_PAGER="",
        AWS_MAX_ATTEMPTS="1", AWS_EC2_METADATA_DISABLED="true")
    return run_all(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
