export const EventInspector = ({ id }: { id: string }) => <h2>{id}</h2>;
