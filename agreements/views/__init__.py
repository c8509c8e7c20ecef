"""The pages of the agreements: for everybody, and the administrator's."""
