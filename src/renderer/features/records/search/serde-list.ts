import type { SerdeChoice } from '../../../../shared/contract/serdes.ts';
import { SERDE_CHOICES, type SerdeChoiceInfo } from '../../../../shared/serde-choices.ts';
import { t, type TextKey } from '../../../app/texts.ts';

/** The forms a user can choose as the picker groups them, in the order of the one table of them. */
export const SERDE_GROUPS: ReadonlyArray<{
  readonly title: TextKey;
  readonly choices: ReadonlyArray<SerdeChoiceInfo>;
}> = (
  [
    ['recognised', 'decode.groupAuto'],
    ['schema', 'decode.groupSchema'],
    ['text', 'decode.groupText'],
    ['number', 'decode.groupNumbers'],
    ['binary', 'decode.groupBinary'],
    ['kafka', 'decode.groupKafka'],
  ] as const
).map(([group, title]) => ({ title, choices: SERDE_CHOICES.filter((choice) => choice.group === group) }));

/** What a choice is called; of a message, its name. */
export function choiceText(choice: SerdeChoice): string {
  if (choice.kind === 'protobuf') return t('decode.protobufOwn', { message: choice.message });
  return SERDE_CHOICES.find((each) => each.id === choice.kind)?.title ?? choice.kind;
}

/** One line about a choice. */
export function choiceHelp(kind: SerdeChoice['kind']): string {
  return SERDE_CHOICES.find((each) => each.id === kind)?.help ?? '';
}

/** The choice of a kind that needs nothing else said. */
export function plainChoice(kind: Exclude<SerdeChoice['kind'], 'avro' | 'protobuf'>): SerdeChoice {
  return { kind };
}

const FILE_LINE = /^\s*\/\/\s*file:\s*(\S+)\s*$/i;

/** Several .proto files in one text, parted by lines `// file: name`. The first is the one that holds the message. */
export function protoFiles(text: string): Array<{ name: string; text: string }> {
  const files: Array<{ readonly name: string; readonly lines: string[] }> = [];
  for (const line of text.split('\n')) {
    const name = FILE_LINE.exec(line)?.[1];
    if (name !== undefined || files.length === 0) files.push({ name: name ?? 'main.proto', lines: [] });
    if (name === undefined) files.at(-1)?.lines.push(line);
  }
  return files.map(({ name, lines }) => ({ name, text: lines.join('\n') })).filter((file) => file.text.trim() !== '');
}

export function protoText(files: ReadonlyArray<{ readonly name: string; readonly text: string }>): string {
  if (files.length === 1) return files[0]?.text ?? '';
  return files.map((file) => `// file: ${file.name}\n${file.text}`).join('\n');
}

/** Full names of the messages of the first file, outer ones first: what the record may be. */
export function protoMessages(text: string): string[] {
  const source = (protoFiles(text)[0]?.text ?? '')
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .replace(/\/\/.*$/gm, ' ')
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""');
  const packageName = /\bpackage\s+([\w.]+)\s*;/.exec(source)?.[1];
  const found: Array<{ name: string; depth: number }> = [];
  const open: Array<string | null> = [];
  for (const token of source.matchAll(/\bmessage\s+(\w+)\s*\{|\{|\}/g)) {
    if (token[0] === '}') open.pop();
    else if (token[1] === undefined) open.push(null);
    else {
      const outer = open.filter((name) => name !== null);
      found.push({ name: [packageName, ...outer, token[1]].filter(Boolean).join('.'), depth: outer.length });
      open.push(token[1]);
    }
  }
  return found.sort((a, b) => a.depth - b.depth).map((each) => each.name);
}
