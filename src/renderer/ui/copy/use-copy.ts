import { notifications } from '@mantine/notifications';
import { useMemo } from 'react';
import { copyText } from './copy-text.ts';

export type CopyTexts = { readonly copied: string; readonly failed: string };

export type Copy = {
  /** Copies a text and says so. `said` names what it was: "Value copied". */
  copy(text: string, said?: string): void;
  /** Says why nothing was copied; the clipboard stays as it is. */
  refuse(reason: string): void;
};

/** The way to the clipboard, with a word to the user each time. */
export function useCopy({ copied, failed }: CopyTexts): Copy {
  return useMemo(
    () => ({
      copy(text, said = copied) {
        void copyText(text, document).then((isThere) => (isThere ? say(said, false) : say(failed, true)));
      },
      refuse: (reason) => say(reason, true),
    }),
    [copied, failed],
  );
}

/** One toast that changes, not a pile of them. */
function say(message: string, isError: boolean): void {
  notifications.hide('copy');
  notifications.show({
    id: 'copy',
    message,
    color: isError ? 'red' : 'accent',
    autoClose: isError ? 6000 : 1500,
    withCloseButton: isError,
  });
}
