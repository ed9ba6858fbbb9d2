"""The register and the reflective accounts as pages."""
