import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { copyText } from './copy-text.ts';

export type CopyTexts = { readonly copied: string; readonly failed: string };

/** Copies a text and says so. `what` names it in the toast: "Value copied". */
export function useCopy(texts: CopyTexts): (text: string, what?: string) => void {
  const { copied, failed } = texts;
  return useCallback(
    (text, what) => {
      void copyText(text, document).then((isThere) =>
        notifications.show({
          // One toast that changes, not a pile of them.
          id: 'copy',
          message: isThere ? (what ?? copied) : failed,
          color: isThere ? 'accent' : 'red',
          autoClose: isThere ? 1500 : 6000,
          withCloseButton: !isThere,
        }),
      );
    },
    [copied, failed],
  );
}
