import { useQuery } from '@tanstack/react-query';
import { activity } from '../api/queries';
import { Events } from '../parts/Events';
import { Loaded } from '../parts/Told';

export default function MachineActivity({ machine }: { machine: string }) {
  const found = useQuery(activity(machine));
  return <Loaded of={found}>{(page) => <Events of={page.items} />}</Loaded>;
}
