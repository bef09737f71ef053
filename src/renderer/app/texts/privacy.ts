export const privacyTexts = {
  'privacy.about':
    'What this app promises about your data. Under each promise stand the tests that fail if it is broken: open one to see what it shows. They are part of the source code, listed in {file}.',
  'privacy.here': 'On this computer',
  'privacy.provedBy': 'Proved by',
  'privacy.failsWhere': 'Seen to fail where {what}',
  'privacy.runsIn': 'runs in: {where}',
  'privacy.data': 'Your data stays between this computer and your Kafka',
  'privacy.dataAbout':
    'Records, topics and schemas travel between this app and the clusters and registries you configured, and nowhere else. The window itself reaches no network at all: every connection is made in one place and written down.',
  'privacy.configuration': 'Your configuration is on this computer only',
  'privacy.configurationAbout': 'One folder holds all of it. Nothing is synchronised and nothing is uploaded.',
  'privacy.passwords': 'Passwords are never on disk in plain text',
  'privacy.passwordsAbout':
    'They are encrypted by the key store of your system. Where there is none, the app says so and asks; it never falls back to plain text in silence.',
  'privacy.log': 'The log holds no secrets',
  'privacy.logAbout':
    'Addresses and user names may stand in it. Passwords, tokens and keys are masked in every form before a line is written.',
  'privacy.contacts': '{count} {count:address:addresses} contacted since {time}: see Settings, Network.',
  'privacy.contactsForeign':
    '{count} {count:address:addresses} contacted since {time}, {foreign} of them not on your list: see Settings, Network.',
  'privacy.reports': 'Nothing is reported before you agree',
  'privacy.reportsAbout':
    'Analytics and error reports are off until you turn them on. Then they hold which dialog opened or which button was pressed, never a name, a host, a topic or a value; until then not one byte, and their libraries are not even loaded.',
  'privacy.reportsOff': 'Off: nothing is sent.',
  'privacy.reportsOn': 'On, because you agreed: Settings, Reports lists what was sent.',
  'privacy.reportsNowhere': 'On, but this build has no address to send to: nothing is sent.',
  'privacy.support': 'You see every word that goes to support',
  'privacy.supportAbout':
    'A message to support is a mail you send yourself, shown in full before. The log goes along only if you say so, masked.',
  'privacy.account': 'Signing in tells who you are, nothing else',
  'privacy.accountAbout':
    'You sign in on the pages of the issuer, in your own browser. Tokens are kept like passwords, and a licence is checked on this computer.',
  'privacy.issuer': 'Sign-in at {host}.',
  'privacy.updates': 'Updates are asked for when you say so',
  'privacy.updatesAbout':
    'Off until you turn it on. An update must be newer, signed by the makers, and its file must have the signed checksum; no id of this installation is sent.',
  'privacy.updatesNone': 'This build names no update server: none is ever asked.',
  'privacy.updatesOff': 'Asked only when you press the button ({host}).',
  'privacy.updatesOn': 'Asked once a day, because you turned it on ({host}).',
  'privacy.links': 'A link decides nothing',
  'privacy.linksAbout':
    'A conduktor:// link from a page or a mail is shown first; without your click it connects to nothing and reads nothing. Addresses that lead out of the app are shown, too, before your browser gets them.',
  'privacy.records': 'Records are data, never programs',
  'privacy.recordsAbout':
    'Whatever a key, value or header holds is shown as text. The window that shows it has no access to files or programs, and no foreign script can run in it.',
  'privacy.system': 'The app takes no rights it does not need',
  'privacy.systemAbout':
    'No camera, microphone, location or notifications; no other page or window can be opened in it; its parts answer only to its own window.',
} as const;
