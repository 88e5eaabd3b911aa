"""The ground's HTTP side: door, problem answers, guards, health, documentation. Services never import it."""
