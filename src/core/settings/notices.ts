import type { Notice } from '../../shared/contract/app.ts';

/** What the user must know about the settings, until dismissed. One notice per id: telling twice says nothing new. */
export type Notices = {
  list(): ReadonlyArray<Notice>;
  add(notice: Notice): void;
  dismiss(id: string): void;
};

export function createNotices(): Notices {
  const byId = new Map<string, Notice>();
  return {
    list: () => [...byId.values()],
    add: (notice) => void byId.set(notice.id, notice),
    dismiss: (id) => void byId.delete(id),
  };
}
