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
export const SearchCacheRoom = lazyRoom(() =>
  import('../features/search-cache/index.tsx').then((room) => room.SearchCacheDialog),
);
export const GeneralRoom = lazyRoom(() => import('../features/general/index.tsx').then((room) => room.General));
export const TopicsRoom = lazyRoom(() => import('../features/topics/index.tsx').then((room) => room.TopicsView));
export const RecordsRoom = lazyRoom(() => import('../features/records/index.tsx').then((room) => room.RecordsView));
export const KeyRoom = lazyRoom(() => import('../features/records/index.tsx').then((room) => room.KeyLineView));

/** In the order they will be wanted. */
export const PRELOADED = [LocalKafkaRoom, TopicsRoom, RecordsRoom, ClusterFormRoom, RemoveClusterRoom] as const;
