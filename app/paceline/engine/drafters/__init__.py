"""Everything that can guess the next tokens, one file each, behind `base.Drafter`."""
