import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { SecretStoreStatus } from '../../../shared/contract/secret-store.ts';
import { ErrorView } from '../../app/error-view.tsx';
import { useSecretStoreChanged } from '../../app/use-secret-store.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import classes from './passwords.module.css';

/** A change of how passwords are kept, after which its dialog is done. */
export function usePasswordsChange<T = void>(work: (given: T) => Promise<SecretStoreStatus>, onClose: () => void) {
  const changed = useSecretStoreChanged();
  return useMutation({
    mutationFn: work,
    onSuccess: (status) => {
      changed(status);
      onClose();
    },
  });
}

type Props = {
  readonly title: string;
  readonly about: string;
  /** Pixels. */
  readonly size?: number;
  readonly error: Error | null;
  readonly buttons: ReactNode;
  readonly children?: ReactNode;
  onSubmit?(): void;
  onClose(): void;
};

/** What all dialogs about passwords look like: a sentence, fields, what went wrong, and buttons. */
export function PasswordsDialog({ title, about, size = 440, error, buttons, children, onSubmit, onClose }: Props) {
  return (
    <ModalDialog onClose={onClose} title={title} size={size} yOffset="12vh">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit?.();
        }}
      >
        <p className={classes.about}>{about}</p>
        <div className={classes.fields}>
          {children}
          {error !== null && <ErrorView error={error} size="inline" />}
        </div>
        <div className={classes.buttons}>{buttons}</div>
      </form>
    </ModalDialog>
  );
}
