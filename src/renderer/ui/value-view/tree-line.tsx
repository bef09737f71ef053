import type { MouseEvent, ReactElement } from 'react';
import type { JsonNode } from '../../../shared/values/json.ts';
import type { TreeNode } from './json-index.ts';
import type { ValueTexts } from './types.ts';
import classes from './value-view.module.css';

type TreeLineProps = {
  readonly id: string;
  readonly treeNode: TreeNode;
  readonly isFolded: boolean;
  readonly isActive: boolean;
  readonly match: 'current' | 'other' | null;
  readonly texts: ValueTexts;
  readonly onToggle: () => void;
  readonly onActivate: () => void;
  readonly onMenu: (event: MouseEvent) => void;
};

/** Longest scalar drawn in a tree; the whole of it is in the text view and in "copy value". */
const MAX_SCALAR = 2000;

export function TreeLine(props: TreeLineProps): ReactElement {
  const { treeNode, isFolded } = props;
  const { node, depth, label } = treeNode;
  const count = childCount(node);
  const canFold = count !== null && count > 0;
  return (
    <div
      id={props.id}
      role="treeitem"
      aria-level={depth + 1}
      aria-expanded={canFold ? !isFolded : undefined}
      aria-selected={props.isActive}
      data-match={props.match ?? undefined}
      className={classes.treeLine}
      style={{ paddingLeft: indent(depth) }}
      onClick={props.onActivate}
      onDoubleClick={canFold ? props.onToggle : undefined}
      onContextMenu={props.onMenu}
    >
      <span aria-hidden="true" className={classes.twist} onClick={canFold ? props.onToggle : undefined}>
        {!canFold ? '' : isFolded ? '▸' : '▾'}
      </span>
      {label === null ? null : (
        <span className={typeof label === 'number' ? classes.place : classes.key}>
          {typeof label === 'number' ? label : label.slice(1, -1)}
          <span className={classes.colon}>: </span>
        </span>
      )}
      {count === null ? <Scalar node={node} texts={props.texts} /> : <Container node={node} count={count} />}
    </div>
  );
}

function Container({ node, count }: { readonly node: JsonNode; readonly count: number }): ReactElement {
  return <span className={classes.container}>{node.kind === 'object' ? `{${count}}` : `[${count}]`}</span>;
}

function Scalar({ node, texts }: { readonly node: JsonNode; readonly texts: ValueTexts }): ReactElement {
  const raw = 'raw' in node ? node.raw : '';
  const cut = raw.length > MAX_SCALAR;
  return (
    <>
      <span className={classes[node.kind]} title={typeName(node)}>
        {cut ? raw.slice(0, MAX_SCALAR) : raw}
      </span>
      {cut ? <span className={classes.container}> … {texts.characters(raw.length)}</span> : null}
      <span aria-hidden="true" className={classes.type}>
        {typeName(node)}
      </span>
    </>
  );
}

/** Deep documents must not walk out of the panel: after twenty levels steps get small. */
function indent(depth: number): number {
  return 4 + Math.min(depth, 20) * 14 + Math.max(0, depth - 20) * 2;
}

/** Members or items; null for a scalar. */
function childCount(node: JsonNode): number | null {
  if (node.kind === 'object') return node.members.length;
  return node.kind === 'array' ? node.items.length : null;
}

function typeName(node: JsonNode): string {
  if (node.kind !== 'literal') return node.kind;
  return node.raw === 'null' ? 'null' : 'boolean';
}
