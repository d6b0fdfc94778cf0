"""Who may do what: roles, passwords, sign-in, and the check that stands before every verb of the service."""
