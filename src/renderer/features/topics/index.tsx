/** The topics of a cluster. Built by the views room; this is the face the workspace mounts. */
export type TopicsViewProps = { readonly clusterId: string; onOpenTopic(topic: string): void };

export function TopicsView(_props: TopicsViewProps) {
  return null;
}
