/** The features as rooms fetched on demand. The app puts them in their places; they never meet each other. */
import { lazyRoom } from './lazy-room.tsx';

export const WelcomeRoom = lazyRoom(() => import('../features/welcome/index.tsx').then((room) => room.Welcome));
export const LocalKafkaRoom = lazyRoom(() =>
  import('../features/local-kafka/index.tsx').then((room) => room.LocalKafkaCard),
);
export const LocalKafkaJobRoom = lazyRoom(() =>
  import('../features/local-kafka/index.tsx').then((room) => room.LocalKafkaJob),
);
export const ClusterFormRoom = lazyRoom(() =>
  import('../features/clusters/index.tsx').then((room) => room.ClusterForm),
);
export const RemoveClusterRoom = lazyRoom(() =>
  import('../features/clusters/index.tsx').then((room) => room.RemoveCluster),
);
export const ExportClustersRoom = lazyRoom(() =>
  import('../features/clusters/index.tsx').then((room) => room.ExportClusters),
);
export const ImportClustersRoom = lazyRoom(() =>
  import('../features/clusters/index.tsx').then((room) => room.ImportClusters),
);
export const UnlockPasswordsRoom = lazyRoom(() =>
  import('../features/passwords/index.tsx').then((room) => room.UnlockPasswords),
);
export const KeepPasswordsRoom = lazyRoom(() =>
  import('../features/passwords/index.tsx').then((room) => room.KeepPasswords),
);
export const ChangePassphraseRoom = lazyRoom(() =>
  import('../features/passwords/index.tsx').then((room) => room.ChangePassphrase),
);
export const ForgetPasswordsRoom = lazyRoom(() =>
  import('../features/passwords/index.tsx').then((room) => room.ForgetPasswords),
);
export const PasswordsRoom = lazyRoom(() =>
  import('../features/passwords/index.tsx').then((room) => room.PasswordsSetting),
);
export const LogRoom = lazyRoom(() => import('../features/log/index.tsx').then((room) => room.LogView));
export const SearchCacheRoom = lazyRoom(() =>
  import('../features/search-cache/index.tsx').then((room) => room.SearchCacheDialog),
);
export const SignInRoom = lazyRoom(() => import('../features/account/index.tsx').then((room) => room.SignIn));
export const AccountRoom = lazyRoom(() => import('../features/account/index.tsx').then((room) => room.AccountSection));
export const GeneralRoom = lazyRoom(() => import('../features/general/index.tsx').then((room) => room.General));
export const ReportsRoom = lazyRoom(() => import('../features/telemetry/index.tsx').then((room) => room.Reports));
export const ConsentRoom = lazyRoom(() => import('../features/telemetry/index.tsx').then((room) => room.Consent));
export const SupportRoom = lazyRoom(() => import('../features/support/index.tsx').then((room) => room.SupportDialog));
export const NetworkRoom = lazyRoom(() => import('../features/network/index.tsx').then((room) => room.NetworkSection));
export const LinksRoom = lazyRoom(() => import('../features/links/index.tsx').then((room) => room.LinkDialog));
export const PrivacyRoom = lazyRoom(() => import('../features/privacy/index.tsx').then((room) => room.Privacy));
export const UpdatesRoom = lazyRoom(() => import('../features/updates/index.tsx').then((room) => room.Updates));
export const TopicsRoom = lazyRoom(() => import('../features/topics/index.tsx').then((room) => room.TopicsView));
export const RecordsRoom = lazyRoom(() => import('../features/records/index.tsx').then((room) => room.RecordsView));
export const KeyRoom = lazyRoom(() => import('../features/records/index.tsx').then((room) => room.KeyLineView));

/** In the order they will be wanted. */
export const PRELOADED = [LocalKafkaRoom, TopicsRoom, RecordsRoom, ClusterFormRoom, RemoveClusterRoom] as const;
