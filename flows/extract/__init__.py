"""Extract: the bytes of one source → the text that flows/parse reads.

A paragraph is a line, a heading may have Markdown's `## `, a row of a table is a line `| cell | cell |`. Every module
here runs in a process of its own (`worker.py`), since files come from anywhere: what hangs, crashes or fills the memory
there harms no run. So nothing heavy is imported here, and nothing of the other steps.

page.py      HTML          (page_lines.py, main_text.py, site_block.py)
word.py      docx          (word_numbers.py)
sheets.py    xlsx, csv
pdf.py       PDF           (pdf_page.py)
ofd.py       OFD
             printed pages (print_page.py, print_lines.py, print_tables.py, print_text.py)
office.py    doc, wps, rtf, odt, xls: LibreOffice makes docx or xlsx of them
"""
