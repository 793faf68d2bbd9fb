"""What people read: gettext catalogues, Vietnamese first."""
