import { useView } from '../../app/context.tsx';
import { useClusters } from '../../app/use-clusters.ts';

export function Welcome() {
  const clusters = useClusters();
  const open = useView((view) => view.openCluster);
  return (
    <ul>
      {(clusters.data ?? []).map((cluster) => (
        <li key={cluster.id}>
          <button type="button" onClick={() => open(cluster.id)}>
            {cluster.name}
          </button>
        </li>
      ))}
    </ul>
  );
}
