"""The school's seal on a PDF: PAdES B-B with a P-256 certificate of the school, kept beside its other keys.

Ed25519, which seals the chain, is refused by common PDF readers; P-256 they accept. The certificate is made by the
school itself, so a reader says that it does not know the issuer; what it does show is that nothing was changed.
"""

from __future__ import annotations

import io
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

YEARS = 6
RENEW_BEFORE = timedelta(days=365)
"""A certificate that ends within a year is not put under new papers."""
FIELD = "Zegel"
LONGEST_NAME = 64


class SealMissing(Exception):
    """The school's certificate or its key cannot be read or made."""


def seal_pdf(pdf: bytes, folder: Path, school_key: str, school_name: str, *, at: datetime) -> bytes:
    """``pdf`` with the seal of the school; the certificate is made at first use. Raises SealMissing."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # here, since it takes 0.7 s
    from pyhanko.sign import signers
    from pyhanko.sign.fields import SigSeedSubFilter

    key, certificate = _pair(folder, school_key, school_name, at)
    load: Any = signers.SimpleSigner.load
    signer = load(str(key), str(certificate))
    if signer is None:
        raise SealMissing(f"the seal of school {school_key} cannot be used")
    about = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, name=school_name[:LONGEST_NAME]
    )
    # In a thread of its own: the signer starts an event loop, which a thread that already runs one refuses.
    with ThreadPoolExecutor(max_workers=1) as thread:
        out = thread.submit(signers.sign_pdf, IncrementalPdfFileWriter(io.BytesIO(pdf)), about, signer=signer).result()
    return bytes(out.getvalue())


def certificate_of(folder: Path, school_key: str) -> x509.Certificate | None:
    """The school's certificate in use, or None before the first seal."""
    path = folder / f"{school_key}.certificate.pem"
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError):
        return None


def _pair(folder: Path, school_key: str, school_name: str, at: datetime) -> tuple[Path, Path]:
    key, certificate = folder / f"{school_key}.key.pem", folder / f"{school_key}.certificate.pem"
    present = certificate_of(folder, school_key)
    if present is None or not key.is_file() or present.not_valid_after_utc - at < RENEW_BEFORE:
        try:
            _make(key, certificate, school_name, at)
        except OSError as error:
            raise SealMissing(f"the seal of school {school_key} cannot be made: {error.strerror}") from None
    return key, certificate


def _make(key_path: Path, certificate_path: Path, school_name: str, at: datetime) -> None:
    """A new key and its certificate; the certificate comes last, so that a pair half made is made again."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, school_name[:LONGEST_NAME]),
        x509.NameAttribute(NameOID.COMMON_NAME, f"Netjes, {school_name}"[:LONGEST_NAME]),
    ])  # fmt: skip
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    key_path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _replace(key_path, private)
    _replace(certificate_path, certificate.public_bytes(serialization.Encoding.PEM))


def _replace(path: Path, content: bytes) -> None:
    """The file with its new content, for its owner only."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
