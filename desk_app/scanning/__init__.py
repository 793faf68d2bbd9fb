"""Paper into pages, pages into a PDF that fits: pictures, scanners, binding."""
