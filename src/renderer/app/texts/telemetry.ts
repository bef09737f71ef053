import { CONSENT_TEXT } from '../../../shared/telemetry.ts';

export const telemetryTexts = {
  'telemetry.title': 'Usage and error reports',
  'telemetry.consent': CONSENT_TEXT.text,
  'telemetry.consentWhat': 'What is sent',
  'telemetry.consentAgain': 'What is sent has changed since you agreed. Nothing is sent until you agree again.',
  'telemetry.about':
    'Off until you switch it on. On, it tells the makers which screens, dialogs and buttons are used, and where in our code an error happened. Never a name, a host, a topic, a record, or anything you typed: there is no place for a text in it.',
  'telemetry.agreed': 'You agreed on {time} (text {version}).',
  'telemetry.notAgreed': 'You did not agree. Nothing is sent, and the parts that could send it are not even loaded.',
  'telemetry.where': 'Where it goes',
  'telemetry.analytics': 'Usage',
  'telemetry.errors': 'Errors',
  'telemetry.noAnalytics': 'This build has no address for usage reports: none are ever sent.',
  'telemetry.noErrors': 'This build has no address for error reports: none are ever sent.',
  'telemetry.noErrorsHere': 'Error reports are sent by the desktop app only; this host and its page send none.',
  'telemetry.address':
    'The receiving server sees the address your connection comes from, as every server does. The message carries no address and no place, and refuses personalised ads; Google says that Analytics does not keep IP addresses.',
  'telemetry.installId': 'Id of this installation',
  'telemetry.installIdAbout': 'Random. Made when you agree, deleted when you take it back.',
  'telemetry.noInstallId': 'None: you did not agree.',
  'telemetry.newId': 'New id',
  'telemetry.all': 'Everything that can be sent',
  'telemetry.allAbout':
    'This is the whole list, made from the one the program sends by. Whatever is not in it cannot be sent.',
  'telemetry.event': 'Event',
  'telemetry.parameter': 'Says',
  'telemetry.values': '{count} possible {count:value:values}',
  'telemetry.exampleUsage': 'Example: usage',
  'telemetry.exampleError': 'Example: an error',
  'telemetry.exampleErrorAbout':
    'Its class, its code and where in our files, of errors in this window, too. The sentence of an error, which may name a host or a topic, is left out.',
  'telemetry.sent': 'Sent since the start',
  'telemetry.sentAbout': 'The last 50, byte for byte as they went out, newest first. Kept in memory only.',
  'telemetry.sentNone': 'Nothing was sent.',
  'telemetry.outcome.sending': 'on its way',
  'telemetry.outcome.sent': 'sent',
  'telemetry.outcome.lost': 'lost: nobody took it, it is not tried again',
  'telemetry.kind.analytics': 'Usage',
  'telemetry.kind.error report': 'Error',
} as const;
