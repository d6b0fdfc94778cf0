"""The subcommands of `easel`, one file each."""
