"""Forms of the provider's side. Each refusal is one sentence; what was typed stays, except patients' numbers."""
