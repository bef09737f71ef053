import { useMemo, useState } from 'react';

export type PopoverName = 'topics' | 'from' | 'until' | 'partitions' | 'decode' | 'options' | 'saved' | 'builder';

/** The one popover of the toolbar that is open: a button or a command of the palette opens it. */
export type Popovers = { readonly open: PopoverName | null; set(name: PopoverName | null): void };

export function usePopovers(): Popovers {
  const [open, set] = useState<PopoverName | null>(null);
  return useMemo(() => ({ open, set }), [open]);
}
