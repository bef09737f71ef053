import { Button, NativeSelect, NumberInput, PasswordInput, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SmtpSettings, SupportInfo } from '../../../shared/contract/support.ts';
import { useApi } from '../../app/context.tsx';
import { ErrorView } from '../../app/error-view.tsx';
import { t } from '../../app/texts.ts';
import classes from './support.module.css';
import { SUPPORT_KEY } from './use-support.ts';

type Props = { readonly info: SupportInfo; onClose(): void };

const NEW: SmtpSettings = { host: '', port: 465, tls: 'implicit', username: '', from: '', ca: '' };
const TLS = ['implicit', 'starttls', 'none'] as const;
/** The usual port of each, filled in until another is typed. */
const PORTS = { implicit: 465, starttls: 587, none: 25 } as const;

/** The mail server of the user, where a mail shall leave without a mail program. */
export function SmtpForm({ info, onClose }: Props) {
  const api = useApi();
  const queries = useQueryClient();
  const [server, setServer] = useState<SmtpSettings>(info.smtp ?? NEW);
  const [password, setPassword] = useState('');
  const change = (changes: Partial<SmtpSettings>): void => setServer({ ...server, ...changes });
  const keeps = password === '' && info.hasSmtpPassword && server.username !== '';
  const secret = () =>
    password !== ''
      ? ({ kind: 'set', value: password } as const)
      : keeps
        ? ({ kind: 'keep' } as const)
        : ({ kind: 'none' } as const);
  const test = useMutation({ mutationFn: () => api.support.testSmtp({ server, password: secret() }) });
  const save = useMutation({
    mutationFn: (kept: SmtpSettings | null) => api.support.saveSmtp({ server: kept, password: secret() }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: SUPPORT_KEY });
      onClose();
    },
  });
  const error = save.error ?? test.error;
  return (
    <form
      className={classes.form}
      aria-label={t('support.smtpTitle')}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(server);
      }}
    >
      <p className={classes.about}>{t('support.smtpAbout')}</p>
      <Fields server={server} change={change} />
      <PasswordInput
        className={classes.short ?? ''}
        label={t('support.smtpPassword')}
        placeholder={keeps ? t('support.smtpPasswordKept') : ''}
        value={password}
        disabled={server.tls === 'none'}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Textarea
        label={t('support.smtpCa')}
        description={t('support.smtpCaAbout')}
        rows={3}
        classNames={{ input: 'mono' }}
        value={server.ca}
        spellCheck={false}
        onChange={(event) => change({ ca: event.currentTarget.value })}
      />
      {error !== null && <ErrorView error={error} size="inline" canReport={false} />}
      {test.data !== undefined && error === null && <p role="status">{test.data.answer}</p>}
      <div className={classes.buttons}>
        {info.smtp !== null && (
          <Button disabled={save.isPending} onClick={() => save.mutate(null)}>
            {t('support.smtpRemove')}
          </Button>
        )}
        <span className={classes.kept} />
        <Button onClick={onClose}>{t('support.back')}</Button>
        <Button loading={test.isPending} onClick={() => test.mutate()}>
          {t('support.smtpTest')}
        </Button>
        <Button type="submit" variant="filled" loading={save.isPending}>
          {t('support.smtpSave')}
        </Button>
      </div>
    </form>
  );
}

type FieldsProps = { readonly server: SmtpSettings; change(changes: Partial<SmtpSettings>): void };

function Fields({ server, change }: FieldsProps) {
  return (
    <div className={classes.grid}>
      <TextInput
        label={t('support.smtpHost')}
        value={server.host}
        data-autofocus
        autoFocus
        spellCheck={false}
        onChange={(event) => change({ host: event.currentTarget.value.trim() })}
      />
      <NumberInput
        size="xs"
        label={t('support.smtpPort')}
        value={server.port}
        min={1}
        max={65_535}
        hideControls
        onChange={(port) => change({ port: Number(port) })}
      />
      <NativeSelect
        size="xs"
        label={t('support.smtpTls')}
        value={server.tls}
        data={TLS.map((tls) => ({ value: tls, label: t(`support.smtpTls.${tls}`) }))}
        onChange={(event) => {
          const tls = TLS.find((each) => each === event.currentTarget.value) ?? 'implicit';
          change({ tls, ...(server.port === PORTS[server.tls] ? { port: PORTS[tls] } : {}) });
        }}
      />
      <TextInput
        label={t('support.smtpFrom')}
        value={server.from}
        spellCheck={false}
        onChange={(event) => change({ from: event.currentTarget.value.trim() })}
      />
      <TextInput
        label={t('support.smtpUser')}
        value={server.username}
        spellCheck={false}
        onChange={(event) => change({ username: event.currentTarget.value })}
      />
    </div>
  );
}
