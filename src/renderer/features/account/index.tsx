/** Who uses the app: the screen to sign in, and the account's page in the settings. May touch: shared, app, ui, state. */
export { AccountSection } from './account-section.tsx';
export { SignIn } from './sign-in.tsx';
