"""Parse: report texts become staged tables, many reports at a time."""
