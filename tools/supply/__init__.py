"""What development installs, in locked versions."""
