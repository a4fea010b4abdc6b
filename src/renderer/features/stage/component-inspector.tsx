export const ComponentInspector = ({ id }: { id: string }) => <h2>{id}</h2>;
