// Places of the compiler's, which count lines and code points from 1, as offsets of the editor's, which count UTF-16.

/** The offset of a place in a document of the editor's; one behind its line's end is that end. */
export function offset(doc, line, column) {
  if (line > doc.lines) return doc.length;
  const { from, text } = doc.line(Math.max(line, 1));
  let at = 0;
  for (let left = column - 1; left > 0 && at < text.length; left--) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return from + at;
}

/** The offsets of a record's start and end. */
export function range(doc, record) {
  const from = offset(doc, record.line, record.column);
  return { from, to: Math.max(offset(doc, record.end_line ?? record.line, record.end_column), from) };
}

/** The edits of a fix in one file as changes of the editor's. */
export function changes(doc, edits) {
  return edits.map((edit) => ({ ...range(doc, edit), insert: edit.text }));
}
