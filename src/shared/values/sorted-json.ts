import { jsonText, type JsonNode } from './json.ts';

/**
 * A document indented by two spaces with the keys of each object in order, so that two of the same meaning are the same
 * text but for the spelling of their numbers. Recursion is safe: the reader holds documents to 500 levels.
 */
export function sortedJson(node: JsonNode): string {
  const out: string[] = [];
  write(node, '', out);
  return out.join('');
}

function write(node: JsonNode, indent: string, out: string[]): void {
  if (node.kind === 'object' && node.members.length > 0) {
    const inner = `${indent}  `;
    const members = node.members
      .map(({ key, value }) => ({ name: jsonText(key), value }))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    out.push('{');
    members.forEach(({ name, value }, index) => {
      out.push(index === 0 ? '\n' : ',\n', inner, JSON.stringify(name), ': ');
      write(value, inner, out);
    });
    out.push('\n', indent, '}');
  } else if (node.kind === 'array' && node.items.length > 0) {
    const inner = `${indent}  `;
    out.push('[');
    node.items.forEach((item, index) => {
      out.push(index === 0 ? '\n' : ',\n', inner);
      write(item, inner, out);
    });
    out.push('\n', indent, ']');
  } else if (node.kind === 'string') out.push(JSON.stringify(jsonText(node.raw)));
  else out.push('raw' in node ? node.raw : node.kind === 'object' ? '{}' : '[]');
}
