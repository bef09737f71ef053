import { Menu } from '@mantine/core';
import { useId, useMemo, useState, type MouseEvent, type ReactElement } from 'react';
import type { JsonNode } from '../../../shared/values/json.ts';
import { FindBar } from './find-bar.tsx';
import {
  copyText,
  findInTree,
  foldable,
  indexTree,
  initialFolds,
  pathOf,
  reveal,
  stepsOf,
  visibleLines,
} from './json-index.ts';
import { LineList } from './line-list.tsx';
import { treeKey } from './tree-keys.ts';
import { TreeLine } from './tree-line.tsx';
import type { NodeAction, ValueTexts } from './types.ts';
import type { Find } from './use-find.ts';

type JsonTreeProps = {
  readonly root: JsonNode;
  readonly find: Find;
  readonly texts: ValueTexts;
  readonly onCopy: (text: string) => void;
  readonly actions?: ReadonlyArray<NodeAction> | undefined;
};

type TreeMenu = { readonly x: number; readonly y: number; readonly index: number };

/** A document as a foldable tree; numbers, keys and escapes exactly as written. */
export function JsonTree({ root, find, texts, onCopy, actions = [] }: JsonTreeProps): ReactElement {
  const idBase = useId();
  const nodes = useMemo(() => indexTree(root), [root]);
  const [folded, setFolded] = useState(() => initialFolds(nodes));
  const [active, setActive] = useState(0);
  const [menu, setMenu] = useState<TreeMenu | null>(null);
  const matches = useMemo(() => findInTree(nodes, find.query), [nodes, find.query]);
  const found = useMemo(() => new Set(matches), [matches]);
  const current = matches[Math.min(find.current, matches.length - 1)];
  // A match inside a fold is shown; the fold is back when the search ends.
  const shownFolds = useMemo(
    () => (current === undefined ? folded : reveal(nodes, folded, current)),
    [nodes, folded, current],
  );
  const lines = useMemo(() => visibleLines(nodes, shownFolds), [nodes, shownFolds]);
  const lineOf = (index: number): number => lines.indexOf(index);

  const toggle = (index: number): void => {
    const next = new Set(shownFolds);
    if (!next.delete(index) && foldableAt(nodes, index)) next.add(index);
    setFolded(next);
  };
  const copyValue = (index: number): void => {
    const node = nodes[index]?.node;
    if (node !== undefined) onCopy(copyText(node));
  };
  const openMenuAt = (list: Element): void => {
    const box = list.querySelector(`[id="${idBase}-${active}"]`)?.getBoundingClientRect();
    // After the key event has run its course: a menu that opens within it is closed by the listeners that hear it next.
    if (box !== undefined) setTimeout(() => setMenu({ x: box.left + 24, y: box.bottom, index: active }), 0);
  };
  const foldAll = (): void => setFolded(new Set(foldable(nodes).filter((index) => index !== 0)));
  return (
    <>
      <FindBar find={find} count={matches.length} capped={false} texts={texts} />
      <LineList
        label={texts.tree}
        role="tree"
        count={lines.length}
        activeId={`${idBase}-${active}`}
        reveal={current === undefined ? lineOf(active) : lineOf(current)}
        onKeyDown={(event) => {
          const change = treeKey(event, { nodes, lines, folded: shownFolds, active });
          if (change === null) return;
          event.preventDefault();
          if (change.kind === 'move') setActive(change.to);
          else if (change.kind === 'toggle') toggle(active);
          else if (change.kind === 'copy-value') copyValue(active);
          else if (change.kind === 'menu') openMenuAt(event.currentTarget);
          else onCopy(pathOf(nodes, active));
        }}
        render={(place) => {
          const index = lines[place] ?? 0;
          const node = nodes[index];
          if (node === undefined) return null;
          return (
            <TreeLine
              id={`${idBase}-${index}`}
              treeNode={node}
              isFolded={shownFolds.has(index)}
              isActive={index === active}
              match={index === current ? 'current' : found.has(index) ? 'other' : null}
              texts={texts}
              onToggle={() => toggle(index)}
              onActivate={() => setActive(index)}
              onMenu={(event: MouseEvent) => {
                event.preventDefault();
                setActive(index);
                setMenu({ x: event.clientX, y: event.clientY, index });
              }}
            />
          );
        }}
      />
      {menu === null ? null : (
        <Menu opened onChange={() => setMenu(null)} position="bottom-start" offset={0} trapFocus returnFocus>
          <Menu.Target>
            <span aria-hidden="true" style={{ position: 'fixed', left: menu.x, top: menu.y, width: 1, height: 1 }} />
          </Menu.Target>
          <Menu.Dropdown>
            {actions.map((action) => (
              <Menu.Item key={action.id} onClick={() => action.run(stepsOf(nodes, menu.index))}>
                {action.label}
              </Menu.Item>
            ))}
            {actions.length > 0 ? <Menu.Divider /> : null}
            <Menu.Item onClick={() => copyValue(menu.index)}>{texts.copyValue}</Menu.Item>
            <Menu.Item onClick={() => onCopy(pathOf(nodes, menu.index))}>{texts.copyPath}</Menu.Item>
            <Menu.Item
              disabled={typeof nodes[menu.index]?.label !== 'string'}
              onClick={() => onCopy(copyText({ kind: 'string', raw: String(nodes[menu.index]?.label) }))}
            >
              {texts.copyKey}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item onClick={foldAll}>{texts.foldAll}</Menu.Item>
            <Menu.Item onClick={() => setFolded(new Set())}>{texts.unfoldAll}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

function foldableAt(nodes: ReturnType<typeof indexTree>, index: number): boolean {
  return (nodes[index]?.end ?? 0) > index + 1;
}
