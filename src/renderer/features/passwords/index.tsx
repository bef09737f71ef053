/** How passwords are kept: the choice, the passphrase, the way to forget. May touch app/, ui/, state/ and shared. */
export { ChangePassphrase } from './change-passphrase.tsx';
export { ForgetPasswords } from './forget-passwords.tsx';
export { KeepPasswords } from './keep-passwords.tsx';
export { PasswordsSetting } from './passwords-setting.tsx';
export { UnlockPasswords } from './unlock-passwords.tsx';
