/** The records of a topic. Built by the views room; this is the face the workspace mounts. */
export type RecordsViewProps = { readonly clusterId: string; readonly topic: string };

export function RecordsView(_props: RecordsViewProps) {
  return null;
}
