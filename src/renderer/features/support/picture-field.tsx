import { Button, FileButton } from '@mantine/core';
import { IconCamera, IconPhoto, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { PICTURE_LIMIT, type SupportForm } from '../../../shared/contract/support.ts';
import { AppError } from '../../../shared/errors.ts';
import { useApi } from '../../app/context.tsx';
import { ErrorView } from '../../app/error-view.tsx';
import { t } from '../../app/texts.ts';
import { formatBytes } from '../../ui/format.ts';
import { readPicture } from './hand-over.ts';
import classes from './support.module.css';

type Picture = SupportForm['picture'];
type Props = {
  readonly picture: Picture;
  readonly canCapture: boolean;
  /** Takes the dialog out of the picture, and puts it back. */
  onHide(isHidden: boolean): void;
  onChange(picture: Picture): void;
};

/** Long enough for the window to be painted without the dialog. */
const REPAINT_MS = 120;

/** A picture that may go along, and is seen before it does. */
export function PictureField({ picture, canCapture, onHide, onChange }: Props) {
  const api = useApi();
  const capture = useMutation({
    mutationFn: async () => {
      onHide(true);
      await new Promise((resolve) => setTimeout(resolve, REPAINT_MS));
      return await api.support.capture().finally(() => onHide(false));
    },
    onSuccess: onChange,
  });
  const attach = useMutation({
    mutationFn: async (file: File) => {
      if (file.size > PICTURE_LIMIT) throw refused(t('support.pictureTooLarge', { limit: formatBytes(PICTURE_LIMIT) }));
      const read = await readPicture(file);
      if (read === null) throw refused(t('support.pictureWrong'));
      return read;
    },
    onSuccess: onChange,
  });
  const error = capture.error ?? attach.error;
  return (
    <div className={classes.picture} role="group" aria-label={t('support.picture')}>
      <div className={classes.pictureButtons}>
        {canCapture && (
          <Button leftSection={<IconCamera size={14} />} loading={capture.isPending} onClick={() => capture.mutate()}>
            {t('support.capture')}
          </Button>
        )}
        <FileButton accept="image/png,image/jpeg" onChange={(file) => file !== null && attach.mutate(file)}>
          {(props) => (
            <Button {...props} leftSection={<IconPhoto size={14} />}>
              {t('support.attach')}
            </Button>
          )}
        </FileButton>
        {picture !== null && (
          <Button leftSection={<IconTrash size={14} />} onClick={() => onChange(null)}>
            {t('support.pictureRemove')}
          </Button>
        )}
      </div>
      {picture !== null && (
        <>
          <img className={classes.thumbnail} src={pictureUrl(picture)} alt={t('support.pictureAlt')} />
          <p className={classes.small}>{t('support.pictureAbout')}</p>
        </>
      )}
      {error !== null && <ErrorView error={error} size="inline" canReport={false} />}
    </div>
  );
}

export function pictureUrl({ type, base64 }: NonNullable<Picture>): string {
  return `data:${type};base64,${base64}`;
}

function refused(sentence: string): AppError {
  return new AppError('BAD_INPUT', sentence);
}
