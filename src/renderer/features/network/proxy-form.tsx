import { Button, PasswordInput, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { NetworkSettingsDraftInput } from '../../../shared/contract/network.ts';
import { ErrorView } from '../../app/error-view.tsx';
import { t } from '../../app/texts.ts';
import { SettingRow } from '../../ui/setting-row.tsx';
import { CertificateField } from './certificate-field.tsx';
import classes from './network.module.css';
import { useProxyForm } from './use-proxy-form.ts';

const MODES = [
  { value: 'system', text: 'network.proxySystem' },
  { value: 'manual', text: 'network.proxyManual' },
  { value: 'none', text: 'network.proxyNone' },
] as const;

type Form = ReturnType<typeof useProxyForm>;
type FieldsProps = { readonly form: Form; readonly draft: NetworkSettingsDraftInput };

/** By which way HTTP goes out, and which certificates are trusted on it. */
export function ProxyForm() {
  const form = useProxyForm();
  const { draft, settings } = form;
  if (draft === null || settings === undefined) {
    return form.error === null ? null : <ErrorView error={form.error} size="inline" />;
  }
  return (
    <form
      aria-labelledby="network-proxy"
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (form.isValid && form.isChanged) form.save.mutate(draft);
      }}
    >
      <h2 id="network-proxy" className={classes.heading}>
        {t('network.proxy')}
      </h2>
      <p className={classes.about}>{t('network.proxyAbout')}</p>
      <SettingRow title={t('network.proxyMode')} hint={modeHint(draft.mode, settings.systemSentence)}>
        <SegmentedControl
          aria-label={t('network.proxyMode')}
          value={draft.mode}
          data={MODES.map(({ value, text }) => ({ value, label: t(text) }))}
          onChange={(mode) => form.change({ mode })}
        />
      </SettingRow>
      {draft.mode === 'manual' && <ManualFields form={form} draft={draft} />}
      {draft.mode !== 'none' && <SignInFields form={form} draft={draft} />}
      <CertificateField value={draft.ca} onChange={(ca) => form.change({ ca })} />
      <TestRow form={form} draft={draft} />
      {form.error !== null && <ErrorView error={form.error} size="inline" />}
      <div className={classes.buttons}>
        <Button
          type="submit"
          variant="filled"
          disabled={!form.isChanged || !form.isValid}
          loading={form.save.isPending}
        >
          {t('network.save')}
        </Button>
        <Button disabled={!form.isChanged} onClick={form.undo}>
          {t('network.undo')}
        </Button>
        <span role="status" className={classes.saved}>
          {form.save.isSuccess && !form.isChanged ? t('network.saved') : ''}
        </span>
      </div>
    </form>
  );
}

function modeHint(mode: NetworkSettingsDraftInput['mode'], system: string): ReactNode {
  if (mode === 'system') return system;
  return mode === 'manual' ? t('network.proxyManualAbout') : t('network.proxyNoneAbout');
}

function ManualFields({ form, draft }: FieldsProps) {
  return (
    <div className={classes.fields}>
      <TextInput
        label={t('network.address')}
        placeholder="http://proxy.example:3128"
        value={draft.address}
        error={draft.address === '' ? undefined : form.addressProblem}
        spellCheck={false}
        onChange={(event) => form.change({ address: event.currentTarget.value })}
      />
      <Textarea
        label={t('network.noProxy')}
        description={t('network.noProxyAbout')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        rows={2}
        value={draft.noProxy}
        spellCheck={false}
        onChange={(event) => form.change({ noProxy: event.currentTarget.value })}
      />
    </div>
  );
}

function SignInFields({ form, draft }: FieldsProps) {
  const { password } = draft;
  const isKept = password.kind === 'keep';
  return (
    <div className={classes.pair}>
      <TextInput
        label={t('network.username')}
        description={t('network.usernameAbout')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={draft.username}
        spellCheck={false}
        onChange={(event) => form.change({ username: event.currentTarget.value })}
      />
      <PasswordInput
        label={t('network.password')}
        description={isKept ? t('network.passwordKept') : undefined}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={password.kind === 'set' ? password.value : ''}
        placeholder={isKept ? '••••••••' : undefined}
        onChange={(event) => {
          const value = event.currentTarget.value;
          form.change({ password: value === '' ? { kind: 'none' } : { kind: 'set', value } });
        }}
      />
    </div>
  );
}

function TestRow({ form, draft }: FieldsProps) {
  const { test } = form;
  return (
    <div className={classes.test}>
      <div className={classes.testLine}>
        <TextInput
          className={classes.testUrl ?? ''}
          label={t('network.testUrl')}
          value={form.testUrl}
          spellCheck={false}
          onChange={(event) => form.setTestUrl(event.currentTarget.value)}
        />
        <Button
          disabled={!form.isValid || form.testUrl.trim() === ''}
          loading={test.isPending}
          onClick={() => test.mutate(draft)}
        >
          {t('network.test')}
        </Button>
      </div>
      <p role="status" className={test.data?.isGood === true ? classes.good : classes.bad}>
        {test.data === undefined ? '' : test.data.sentence}
        {test.data?.hint === null || test.data === undefined ? null : <span className="dim"> {test.data.hint}</span>}
      </p>
    </div>
  );
}
