"""A client that is quick enough for thousands of examples: one connection, kept alive, requests as they go over the wire."""
import json
import socket
import urllib.parse

SIGNATURE = "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00"


class Refused(Exception):
    """An error of the service."""

    def __init__(self, answer):
        self.code = answer["__type"].split("#")[1]
        self.message = answer.get("message", answer.get("Message", ""))
        self.answer = answer
        super().__init__(f"{self.code}: {self.message}")


class Client:
    """Sends operations: `client.call("GetItem", TableName=…)`."""

    def __init__(self, url):
        place = urllib.parse.urlsplit(url)
        self.address = (place.hostname, place.port)
        self.socket = socket.create_connection(self.address, timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.reader = self.socket.makefile("rb")

    def call(self, operation, **parameters):
        """The answer; raises `Refused`."""
        status, body = self.send(operation, json.dumps(parameters).encode())
        answer = json.loads(body)
        if status != 200:
            raise Refused(answer)
        return answer

    def send(self, operation, body, **headers):
        """Sends bytes as the body; gives the status and the answer's bytes."""
        self.send_only(operation, body, **headers)
        return self.receive()

    def send_only(self, operation, body, **headers):
        fields = {"Host": "localhost", "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "DynamoDB_20120810." + operation,
                  "X-Amz-Date": "20260101T000000Z", "Authorization": SIGNATURE, "Content-Length": len(body), **headers}
        head = "POST / HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value is not None)
        self.socket.sendall(head.encode() + b"\r\n" + body)

    def receive(self):
        status = int(self.reader.readline().split()[1])
        length = 0
        while (line := self.reader.readline()) != b"\r\n":
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return status, self.reader.read(length)

    def close(self):
        self.reader.close()
        self.socket.close()
