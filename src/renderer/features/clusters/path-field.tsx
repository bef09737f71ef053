import { useMutation } from '@tanstack/react-query';
import { Button, TextInput, type TextInputProps } from '@mantine/core';
import { useApi } from '../../app/context.tsx';
import { t } from '../../app/texts.ts';
import { useAppInfo } from '../../app/use-app-info.ts';

type Props = Omit<TextInputProps, 'value' | 'onChange'> & {
  /** What the file is, for the dialog and for screen readers. */
  readonly name: string;
  readonly value: string;
  onChange(path: string): void;
};

/** The path of a file: typed, or picked in the system's dialog where the host has one. */
export function PathField({ name, value, onChange, ...input }: Props) {
  const api = useApi();
  const canChoose = useAppInfo().data?.canChooseFiles === true;
  const choose = useMutation({
    mutationFn: () => api.app.chooseFile({ title: name }),
    onSuccess: ({ path }) => {
      if (path !== null) onChange(path);
    },
  });
  return (
    <TextInput
      {...input}
      classNames={{ input: 'mono' }}
      value={value}
      spellCheck={false}
      error={input.error ?? choose.error?.message}
      onChange={(event) => onChange(event.currentTarget.value)}
      {...(canChoose && {
        rightSection: (
          <Button
            variant="subtle"
            size="compact-xs"
            aria-label={t('clusters.chooseFileOf', { name })}
            onClick={() => choose.mutate()}
          >
            {t('clusters.chooseFile')}
          </Button>
        ),
        rightSectionWidth: 76,
      })}
    />
  );
}
