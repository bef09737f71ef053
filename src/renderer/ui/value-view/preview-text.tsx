import type { ReactElement } from 'react';
import type { Preview } from '../../../shared/contract/records.ts';
import { jsonPieces } from './json-tokens.ts';
import classes from './value-view.module.css';

/** More than a wide screen can show in one line of a table. */
const MAX_SHOWN = 320;
/** Coloured up to here: each colour is an element, and a live list draws forty rows a frame. */
const MAX_COLOURED = 140;

/** Forms whose text is not JSON. */
const PLAIN: ReadonlySet<string> = new Set(['text', 'number', 'uuid', 'xml']);

type PreviewTextProps = {
  readonly preview: Preview;
  /** The words for null and for zero bytes. */
  readonly nullText: string;
  readonly emptyText: string;
  /** Said of what could not be decoded in the chosen form. */
  readonly failedText?: string;
  /** Said of a transaction marker, before which one it is. */
  readonly markerText?: string;
};

/** The start of a key or value in one line: JSON lightly coloured, what is no text marked as such. */
export function PreviewText(props: PreviewTextProps): ReactElement {
  const { preview, nullText, emptyText, failedText, markerText } = props;
  if (preview.format === 'null') return <span className={classes.badge}>{nullText}</span>;
  if (preview.format === 'empty') return <span className={classes.badge}>{emptyText}</span>;
  const text = preview.text.length > MAX_SHOWN ? preview.text.slice(0, MAX_SHOWN) : preview.text;
  if (preview.format === 'marker') {
    return (
      <>
        <span className={classes.badge}>{markerText}</span> {oneLine(text)}
      </>
    );
  }
  const more = preview.cut || text.length < preview.text.length ? '…' : '';
  if (preview.format === 'bytes') {
    return (
      <>
        {preview.failed === true ? <span className={classes.failed}>{failedText}</span> : null}
        <span className={classes.badge}>hex</span> {text}
        {more}
      </>
    );
  }
  if (PLAIN.has(preview.format)) return <>{`${oneLine(text)}${more}`}</>;
  return (
    <>
      {jsonPieces(text.slice(0, MAX_COLOURED)).map((piece, index) => (
        <span key={index} className={classes[piece.kind]}>
          {piece.kind === 'mark' ? piece.text : oneLine(piece.text)}
        </span>
      ))}
      {text.slice(MAX_COLOURED)}
      {more}
    </>
  );
}

/** Line breaks and control characters as visible signs: a row is one line, and nothing hides in it. */
function oneLine(text: string): string {
  if (text.trim() === '') return text.replaceAll(' ', '␣');
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return text.replace(/[\u0000-\u001f\u007f]/g, (char) => {
    if (char === '\n') return '↵';
    if (char === '\t') return ' ';
    if (char === '\r') return '';
    return String.fromCharCode(0x2400 + (char === '\u007f' ? 0x21 : char.charCodeAt(0)));
  });
}
