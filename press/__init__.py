"""The press: turns pages and snippets into the bilingual site."""
