import type { Notice } from '../../shared/contract/app.ts';

type Told = { readonly title: string; readonly path: string };

/** The sentences about settings files, all in one place. Each says what happened, what was done, and what next. */

/** `instead`: the backup's name, or what else takes the damaged file's place. */
export function corruptNotice(
  file: Told & { readonly reason: string; readonly keptAs: string; readonly instead: string },
): Notice {
  const kept = `${file.path} was damaged (${file.reason}). It was kept aside as ${file.keptAs}; nothing was deleted.`;
  return {
    id: `settings-corrupt-${file.path}`,
    level: 'error',
    title: `${file.title} could not be read`,
    text: `${kept} ${REPLACEMENTS[file.instead] ?? `The backup ${file.instead} is used instead.`}`,
  };
}

const REPLACEMENTS: Readonly<Record<string, string>> = {
  'no-backup': 'There was no backup to use, so it starts empty.',
  memory: 'What the app had in memory was saved in its place.',
};

export function newerNotice(file: Told & { version: number }): Notice {
  return {
    id: `settings-newer-${file.path}`,
    level: 'error',
    title: `${file.title} comes from a newer version`,
    text: `${file.path} has format ${file.version}, which this version does not know. It is left untouched: changes you make now last until the app closes. Update the app to use it.`,
  };
}

export function unreadableNotice(file: Told & { reason: string; backup: string | null }): Notice {
  const now = file.backup === null ? 'It starts empty' : `The backup ${file.backup} is shown`;
  return {
    id: `settings-unreadable-${file.path}`,
    level: 'error',
    title: `${file.title} could not be opened`,
    text: `${file.path} cannot be read (${file.reason}). ${now}, and changes last until the app closes. Check the rights of the file and start again.`,
  };
}

export function notSavedNotice(file: Told & { reason: string }): Notice {
  return {
    id: notSavedId(file.path),
    level: 'error',
    title: `${file.title} could not be saved`,
    text: `Writing ${file.path} failed (${file.reason}). Everything works on from memory, and each change tries to save again. Check the free space and the rights of the folder.`,
  };
}

export function notSavedId(path: string): string {
  return `settings-not-saved-${path}`;
}
