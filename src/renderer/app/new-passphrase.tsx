import { PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { MIN_PASSPHRASE } from '../../shared/contract/secret-store.ts';
import { t } from './texts.ts';

/** A passphrase typed twice. `value` is null until it is long enough and both are the same. */
export function useNewPassphrase() {
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const isLong = first.length >= MIN_PASSPHRASE;
  return { first, second, setFirst, setSecond, isLong, value: isLong && first === second ? first : null };
}

type Props = { readonly typed: ReturnType<typeof useNewPassphrase>; readonly autoFocus?: boolean };

/** The two fields of a new passphrase, which complain only about what is finished. */
export function NewPassphraseFields({ typed, autoFocus = false }: Props) {
  const [isLeft, setLeft] = useState(false);
  return (
    <>
      <PasswordInput
        label={t('passwords.newPassphrase')}
        description={t('passwords.newPassphraseAbout', { count: MIN_PASSPHRASE })}
        value={typed.first}
        autoComplete="new-password"
        spellCheck={false}
        {...(autoFocus && { 'data-autofocus': true })}
        error={isLeft && !typed.isLong && typed.first !== '' && t('passwords.tooShort', { count: MIN_PASSPHRASE })}
        onBlur={() => setLeft(true)}
        onChange={(event) => typed.setFirst(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('passwords.repeat')}
        value={typed.second}
        autoComplete="new-password"
        spellCheck={false}
        error={typed.second.length >= typed.first.length && typed.second !== typed.first && t('passwords.repeatWrong')}
        onChange={(event) => typed.setSecond(event.currentTarget.value)}
      />
    </>
  );
}
