import { Button, SegmentedControl } from '@mantine/core';
import { useMemo, useRef, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import type { DecodedValue } from '../../../shared/contract/records.ts';
import { trimCutCharacter } from '../../../shared/values/utf8.ts';
import { HexView } from './hex-view.tsx';
import { JsonTree } from './json-tree.tsx';
import { TextView } from './text-view.tsx';
import type { LoadPart, NodeAction, ValueTexts, ViewMode } from './types.ts';
import { useBytes, type LoadedBytes } from './use-bytes.ts';
import { useFind, type Find } from './use-find.ts';
import { modesOf, treeOf } from './view-modes.ts';
import classes from './value-view.module.css';

export type ValueViewProps = {
  readonly value: DecodedValue;
  /** Names the value among all values looked at; a new name is a new view. */
  readonly valueKey: string;
  readonly label: string;
  /** What null and zero bytes mean here: for a value a tombstone, for a key none. */
  readonly role: 'key' | 'value';
  readonly load: LoadPart;
  readonly preferred: ViewMode | null;
  readonly onPreferred: (mode: ViewMode) => void;
  readonly onCopy: (text: string) => void;
  /** Opens the find bar whenever it changes; 0 leaves it closed. */
  readonly findRequest: number;
  readonly texts: ValueTexts;
  /** Offered in the menu of a tree's node. */
  readonly nodeActions?: ReadonlyArray<NodeAction>;
  /** Controls at the right end of the bar. */
  readonly children?: ReactNode;
};

/** A key, value or header in full: JSON tree, text, text as it came, or hex; with find (Ctrl+F) and parts of what is large. */
export function ValueView(props: ValueViewProps): ReactElement {
  const { value, texts, preferred } = props;
  const root = useRef<HTMLDivElement>(null);
  const bar = useFind(props.findRequest);
  const find: Find = {
    ...bar,
    close() {
      bar.close();
      // Back to what was searched, or the next key would go nowhere.
      root.current?.querySelector<HTMLElement>('[data-lines]')?.focus();
    },
  };
  const tree = useMemo(() => treeOf(value), [value]);
  const modes = modesOf(value, tree);
  const mode = preferred !== null && modes.includes(preferred) ? preferred : (modes[0] ?? null);
  const said = value.schema === null ? value.reason : `${value.schema} · ${value.reason}`;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'f' || mode === null) return;
    // The panel's own find, not the filter of the list beside it.
    event.preventDefault();
    event.stopPropagation();
    find.open();
  };
  return (
    <div ref={root} className={classes.view} onKeyDown={onKeyDown}>
      <div className={classes.bar}>
        {modes.length > 1 ? (
          <SegmentedControl
            aria-label={texts.modeLabel}
            data={modes.map((each) => ({ value: each, label: texts.modes[each] }))}
            value={mode ?? ''}
            onChange={(next) => props.onPreferred(next as ViewMode)}
          />
        ) : (
          <span className={classes.onlyMode}>{mode === null ? '' : texts.modes[mode]}</span>
        )}
        <span className={classes.reason} title={said}>
          {mode === null ? '' : said}
        </span>
        {mode === null ? null : props.children}
      </div>
      {mode === null ? (
        <p className={classes.nothing}>{nothingText(value, props.role, texts)}</p>
      ) : (
        <Content key={`${props.valueKey}:${mode}`} {...props} mode={mode} find={find} tree={tree} />
      )}
    </div>
  );
}

type ContentProps = ValueViewProps & {
  readonly mode: ViewMode;
  readonly find: Find;
  readonly tree: ReturnType<typeof treeOf>;
};

function Content(props: ContentProps): ReactElement {
  const { value, valueKey, label, texts, mode, find, tree } = props;
  const needsBytes = mode === 'hex';
  const loaded = useBytes(valueKey, props.load, needsBytes);
  const moreText = useMoreText(value, loaded);
  if (mode === 'tree' && tree !== null) {
    return <JsonTree root={tree} find={find} texts={texts} onCopy={props.onCopy} actions={props.nodeActions} />;
  }
  if (mode === 'hex') {
    const footer = <More loaded={loaded} shown={loaded.bytes.length} size={value.size} texts={texts} />;
    return <HexView bytes={loaded.bytes} label={label} find={find} texts={texts} footer={footer} />;
  }
  const text = moreText ?? (mode === 'raw' ? (value.raw ?? value.text) : value.text);
  const footer = value.cut ? (
    <More loaded={loaded} shown={moreText === null ? null : loaded.bytes.length} size={value.size} texts={texts} />
  ) : null;
  return <TextView text={text} label={label} find={find} texts={texts} footer={footer} />;
}

/** The text of the parts loaded so far; null while only the decoded start is here. */
function useMoreText(value: DecodedValue, loaded: LoadedBytes): string | null {
  return useMemo(() => {
    if (!value.cut || loaded.bytes.length === 0) return null;
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(trimCutCharacter(loaded.bytes));
  }, [value.cut, loaded.bytes]);
}

type MoreProps = {
  readonly loaded: LoadedBytes;
  readonly shown: number | null;
  readonly size: number;
  readonly texts: ValueTexts;
};

function More({ loaded, shown, size, texts }: MoreProps): ReactElement | null {
  const isAll = shown !== null && shown >= size && !loaded.isLoading;
  if (isAll && loaded.error === null) return null;
  return (
    <div className={classes.more}>
      {loaded.error instanceof Error ? <span role="alert">{loaded.error.message}</span> : null}
      {shown === null ? null : <span className={classes.reason}>{texts.shownOf(shown, size)}</span>}
      <Button loading={loaded.isLoading} onClick={loaded.more}>
        {texts.showMore}
      </Button>
    </div>
  );
}

function nothingText(value: DecodedValue, role: 'key' | 'value', texts: ValueTexts): string {
  if (value.format === 'null') return role === 'key' ? texts.noKey : texts.tombstone;
  return role === 'key' ? texts.emptyKey : texts.empty;
}
