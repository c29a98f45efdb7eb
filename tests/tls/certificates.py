"""Authorities and certificates of the tests' own, made with the openssl command."""

import os
import subprocess


def _openssl(*words):
    subprocess.run(["openssl", *words], check=True, capture_output=True, timeout=60)


class Authority:
    """An authority in `folder` that nobody trusts unless told to."""

    def __init__(self, folder, name):
        self.file = os.path.join(folder, name + ".pem")
        self.key = os.path.join(folder, name + ".key")
        _openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", self.key, "-out", self.file,
                 "-days", "30", "-subj", f"/CN=Test authority {name}", "-addext", "basicConstraints=critical,CA:TRUE", "-addext",
                 "keyUsage=critical,keyCertSign")

    def issue(self, certificate, key, names, days=30):
        """Puts a certificate for `names` ("IP:127.0.0.1,DNS:localhost") and its key in place of what is there."""
        request, extensions = certificate + ".csr", certificate + ".ext"
        with open(extensions, "w", encoding="utf-8") as file:
            file.write(f"subjectAltName={names}\nextendedKeyUsage=serverAuth\nkeyUsage=critical,digitalSignature\n"
                       "basicConstraints=critical,CA:FALSE\n")
        _openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key + ".new", "-out", request,
                 "-subj", "/CN=Tillnote test server")
        _openssl("x509", "-req", "-in", request, "-CA", self.file, "-CAkey", self.key, "-CAcreateserial", "-days", str(days), "-extfile",
                 extensions, "-out", certificate + ".new")
        os.chmod(key + ".new", 0o600)
        os.replace(key + ".new", key)
        os.replace(certificate + ".new", certificate)
