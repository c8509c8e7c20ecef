"""The certificate as a PDF that can be read aloud (PDF/UA-1) and carries the school's seal (PAdES)."""
